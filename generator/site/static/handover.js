// Handing text to the reader: into the clipboard, or as a file. Nothing leaves the browser.

/** Put `text` into the clipboard; resolves to whether that worked. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text); // without https, or without the right to it
  }
}

function copySelected(text) {
  const place = document.createElement("textarea");
  place.value = text;
  place.className = "p-unseen";
  place.setAttribute("aria-hidden", "true");
  const before = document.activeElement;
  document.body.append(place);
  place.select();
  const done = document.execCommand("copy");
  place.remove();
  before?.focus();
  return done;
}

/** Offer `text` as a file called `name`. */
export function download(name, text, type = "text/plain") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A button with `word` that calls `act`. */
export function button(word, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = word;
  made.addEventListener("click", act);
  return made;
}
