/**
 * What scripts add to the console: the date under the slider, the clock and the progress of a move as they change, and
 * buttons that copy. Everything else, and each of these in a plainer way, works without.
 */
export const consoleScript = `
"use strict";
const show = (ms) => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
const slider = document.querySelector("input[type=range]");
if (slider) {
  const tell = () => {
    const days = Number(slider.value);
    const text = show(Number(slider.dataset.now) + days * 864e5).slice(0, 10) + " (in " + days + (days === 1 ? " day)" : " days)");
    document.querySelector("output").textContent = text;
    slider.setAttribute("aria-valuetext", text);
  };
  slider.addEventListener("input", tell);
  tell();
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = label; }, 1500);
  });
}
const progress = document.querySelector("progress");
const follow = async () => {
  const clock = await (await fetch("/_sandbox/clock")).json();
  document.querySelector("#now").textContent = show(Date.parse(clock.now));
  if (!clock.moving) return location.replace(location.pathname + location.search);
  const [from, to, now] = [clock.movingFrom, clock.movingTo, clock.now].map((at) => Date.parse(at));
  if (progress && to > from) progress.value = (now - from) / (to - from);
  setTimeout(follow, 300);
};
if (progress && !progress.closest("[hidden]")) follow();
`;
