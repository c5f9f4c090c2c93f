// Moves the time that a running clock shows: the server's value, plus what has
// passed here since it came.
(() => {
  'use strict';
  const known = new WeakMap(); // element → the value it came with, and when
  const two = n => String(n).padStart(2, '0');
  function tick() {
    for (const element of document.querySelectorAll('[data-ticks]')) {
      const value = element.dataset.ticks;
      let seen = known.get(element);
      if (!seen || seen.value !== value) { seen = { value, at: performance.now() }; known.set(element, seen); }
      const t = new Date(Number(value) + performance.now() - seen.at + 8 * 3600e3); // GMT+8
      const text = `${t.getUTCFullYear()}-${two(t.getUTCMonth() + 1)}-${two(t.getUTCDate())} ${two(t.getUTCHours())}:${two(t.getUTCMinutes())}:${two(t.getUTCSeconds())}`;
      if (element.textContent !== text) element.textContent = text;
    }
  }
  document.addEventListener('DOMContentLoaded', () => { tick(); setInterval(tick, 500); });
  document.addEventListener('htmx:afterSettle', tick);
})();
