// In the page: what can be pressed and is too small on this glass, out of it, cut off, or lies on something else.
(diagonal) => {
  const perMm = Math.hypot(innerWidth, innerHeight) / (diagonal * 25.4);
  const words = (e) => e.innerText.replace(/\s+/g, " ") || e.outerHTML;
  const boxed = (elements) => elements.map((e) => ({ name: words(e), e, r: e.getBoundingClientRect() }));
  const names = (list) => list.map(({ name }) => name);
  const all = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());

  const presses = boxed(all("#stage button").filter((e) => !e.closest("[inert]")));
  const TEXTS = ["h1", "p", "dl > div", ".number-card", ".scan"].map((each) => `#stage .under ${each}`).join(", ");
  const texts = boxed(all(TEXTS).filter((e) => !e.closest("button")));

  const isSmall = ({ r }) => Math.min(r.width, r.height) / perMm < 19.95;
  const isOut = ({ r }) => r.left < -1 || r.top < -1 || r.right > innerWidth + 1 || r.bottom > innerHeight + 1;
  const isClipped = ({ e }) => e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2;
  const overlap = (a, b) => {
    const wide = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
    const high = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
    return wide > 2 && high > 2 && !a.e.contains(b.e) && !b.e.contains(a.e);
  };
  const boxes = [...presses, ...texts];
  const overlapping = boxes.flatMap((a, i) =>
    boxes.slice(i + 1).filter((b) => overlap(a, b)).map((b) => `${a.name} / ${b.name}`),
  );
  const size = ({ name, r }) => `${name}: ${(r.width / perMm).toFixed(1)}×${(r.height / perMm).toFixed(1)} mm`;
  return {
    small: presses.filter(isSmall).map(size),
    out: names(presses.filter(isOut)),
    clipped: names(presses.filter(isClipped)),
    overlapping,
    lost: names(texts.filter(isOut)),
    highest: Math.min(...presses.map(({ r }) => r.top)) / innerHeight,
  };
}
