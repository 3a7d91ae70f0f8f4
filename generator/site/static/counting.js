// Numbers of things in words.

/** `1 paper`, `1,234 papers`; `plural` is for what does not end in an s. */
export function counted(count, noun, plural = `${noun}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : plural}`;
}
