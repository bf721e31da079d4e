"""The sample fair that `fairway demo` shows: ММСО-2020 as `mmso-2020/fair.yaml`, with its pictures and documents."""
