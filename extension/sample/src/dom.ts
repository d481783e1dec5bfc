/** The element with this id, which the page's HTML has. */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} with the id ${id}.`);
  return element;
}

/** A copy of what lies in this <template>. */
export function fromTemplate(id: string): HTMLElement {
  const first = byId(id, HTMLTemplateElement).content.firstElementChild?.cloneNode(true);
  if (!(first instanceof HTMLElement)) throw new Error(`The template ${id} is empty.`);
  return first;
}

/** The part of an element that this selector finds. */
export function part<T extends HTMLElement>(root: ParentNode, selector: string, kind: new () => T): T {
  const element = root.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`There is no ${kind.name} at ${selector}.`);
  return element;
}
