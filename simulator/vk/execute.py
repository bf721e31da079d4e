"""`execute`: many calls in one request; one that fails leaves `false` and an item in `execute_errors`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.vk.errors import ApiError, wrong
from simulator.vk.parameters import Parameters, from_script
from simulator.vk.script import Script

MOST_CALLS = 25
Do = Callable[[str, Parameters], Any]


@dataclass(slots=True)
class Execution:
    """`do` does one call as if it had come alone."""

    do: Do
    errors: list[dict[str, Any]] = field(default_factory=list)
    _made: int = 0

    def run(self, code: str) -> Any:
        if not code.strip():
            raise wrong("code is undefined")
        return Script(code, self._call).run()

    def _call(self, method: str, values: Mapping[str, Any]) -> Any:
        self._made += 1
        if self._made > MOST_CALLS:
            raise ApiError(13, "Too many api calls")
        try:
            return self.do(method, from_script(values))
        except ApiError as error:
            self.errors.append({"method": method, "error_code": error.code, "error_msg": error.message})
            return False
