/** The days of a week as people of this language write them, from Monday on; 0 is Sunday. */
export function dayNames(): { day: number; name: string }[] {
  const format = new Intl.DateTimeFormat(chrome.i18n.getUILanguage(), { weekday: "short", timeZone: "UTC" });
  // 4 January 1970 was a Sunday.
  return [1, 2, 3, 4, 5, 6, 0].map((day) => ({ day, name: format.format(Date.UTC(1970, 0, 4 + day)) }));
}
