import { byId } from "./dom";

/** Tabs as the ARIA practices describe them: one is in the tab order, arrows go from one to the next. */
export function startTabs(names: readonly string[]): void {
  const tabs = names.map((name) => byId(`tab-${name}`, HTMLButtonElement));
  const choose = (chosen: number) => {
    tabs.forEach((tab, index) => {
      const isChosen = index === chosen;
      tab.ariaSelected = String(isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
      byId(`panel-${names[index]}`, HTMLElement).hidden = !isChosen;
    });
  };
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => choose(index));
    tab.addEventListener("keydown", ({ key }) => {
      const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
      if (step === 0) return;
      const next = (index + step + tabs.length) % tabs.length;
      choose(next);
      tabs[next]?.focus();
    });
  });
  choose(0);
}
