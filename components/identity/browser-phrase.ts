type Texts = (key: "browserOnSystem" | "unknownBrowser", values?: { browser: string; system: string }) => string;

/** A browser's name ("Firefox on Windows") as a phrase of the page's language. */
export function browserPhrase(name: string, t: Texts): string {
  const [browser = "", system] = name.split(" on ");
  if (browser === "") return t("unknownBrowser");
  return system ? t("browserOnSystem", { browser, system }) : browser;
}
