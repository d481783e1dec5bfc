/** A text of `_locales` in the browser's language. */
export function text(key: string, ...values: (string | number)[]): string {
  return chrome.i18n.getMessage(key, values.map(String)) || key;
}

/** Fills what the page's HTML leaves to the language: `data-text` is content, `data-label` the name of a control. */
export function fillTexts(root: ParentNode = document): void {
  if (root === document) {
    document.documentElement.lang = text("language");
    document.title = text("name");
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-text]")) {
    element.textContent = text(element.dataset.text ?? "");
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-label]")) {
    element.ariaLabel = text(element.dataset.label ?? "");
    element.title = element.ariaLabel;
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-placeholder]")) {
    element.setAttribute("placeholder", text(element.dataset.placeholder ?? ""));
  }
}

/** A day as people of this language write it. */
export function day(at: Date): string {
  return at.toLocaleDateString(chrome.i18n.getUILanguage(), { dateStyle: "long" });
}

/** A size as people read it: 5120 → "5 GiB", 50 → "50 MiB". */
export function size(mib: number): string {
  return mib >= 1_024 && mib % 1_024 === 0 ? `${mib / 1_024} GiB` : `${mib} MiB`;
}
