// Files of the person at the table: read here and handed to the simulator, of big ones the size alone.

const MOST_BYTES = 8 << 20;

function inBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

// What the simulator is told of a file. A bot can fetch no bytes of one that is too big, so none are needed.
export async function describeFile(file) {
  const told = { name: file.name, mime: file.type || "application/octet-stream" };
  if (file.size > MOST_BYTES || file.size === 0) return { ...told, size: file.size };
  return { ...told, content: await inBase64(file) };
}
