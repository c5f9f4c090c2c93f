// Keeps parts of a page as they are now, and copies text. See doc.go.
(() => {
  'use strict';
  const always = ['world', 'lost', 'merchant'];
  const quiet = 150; // ms without a further event before something is fetched
  const longest = 1000; // ms after which it is fetched all the same
  const waiting = new Map(); // part → its timer and the time of the first event
  let source, names = '';

  const parts = () => [...document.querySelectorAll('[data-live]')];
  const kinds = part => part.dataset.live.split(/\s+/).filter(Boolean);

  function refetch(part) {
    waiting.delete(part);
    if (!part.isConnected) return;
    if (part.querySelector('.htmx-request')) { later(part); return; } // its own form is under way
    const url = part.dataset.url || location.pathname + location.search;
    htmx.ajax('GET', url, { source: part, target: part, swap: 'morph:outerHTML' });
  }

  function later(part) {
    const known = waiting.get(part);
    const first = known ? known.first : Date.now();
    if (known) clearTimeout(known.timer);
    const wait = Math.max(0, Math.min(quiet, first + longest - Date.now()));
    waiting.set(part, { first, timer: setTimeout(refetch, wait, part) });
  }

  function heard(event) {
    const data = event.data ? JSON.parse(event.data) : {};
    for (const part of parts()) {
      const own = !part.dataset.partner || !data.partner || part.dataset.partner === data.partner;
      const wanted = always.includes(event.type) || kinds(part).includes(event.type);
      if (own && wanted) later(part);
    }
  }

  // listen opens one stream for all parts of the page; EventSource reconnects
  // by itself, and what was missed meanwhile, or since the page was written, is
  // read anew.
  function listen() {
    const wanted = [...new Set([...always, ...parts().flatMap(kinds)])].sort().join(' ');
    if (parts().length === 0 || (wanted === names && source && source.readyState !== EventSource.CLOSED)) return;
    if (source) source.close();
    names = wanted;
    source = new EventSource('/_admin/events');
    for (const name of wanted.split(' ')) source.addEventListener(name, heard);
    source.onopen = () => {
      say('on');
      parts().forEach(later);
    };
    source.onerror = () => {
      say('off');
      if (source.readyState === EventSource.CLOSED) { names = ''; setTimeout(listen, 3000); }
    };
  }

  function say(state) {
    const live = document.getElementById('live');
    if (!live || live.dataset.state === state) return;
    live.dataset.state = state;
    live.textContent = state === 'off' ? document.body.dataset.offline : '';
  }

  async function copy(button) {
    const from = document.getElementById(button.dataset.copy);
    if (!from) return;
    const text = 'value' in from ? from.value : from.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch { // a page that is not on a safe origin has no clipboard
      const box = document.createElement('textarea');
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand('copy');
      box.remove();
      button.focus();
    }
    const was = button.dataset.was || button.textContent;
    button.dataset.was = was;
    button.textContent = document.body.dataset.copied;
    setTimeout(() => { button.textContent = was; }, 1500);
  }

  function fail(text) {
    const box = document.createElement('div'), words = document.createElement('span');
    box.className = 'callout';
    box.dataset.tone = 'bad';
    box.setAttribute('role', 'alert');
    words.textContent = document.body.dataset.failed + ' ' + text;
    box.append(words);
    document.getElementById('note').replaceChildren(box);
  }

  document.addEventListener('click', event => {
    const button = event.target.closest('[data-copy],[data-close]');
    if (!button) return;
    if ('close' in button.dataset) { button.parentElement.remove(); return; }
    copy(button);
  });
  // What cannot be undone is asked about first, before htmx hears of it.
  document.addEventListener('submit', event => {
    const asked = (event.submitter && event.submitter.dataset.confirm) || event.target.dataset.confirm;
    if (asked && !confirm(asked)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
  // A choice that acts at once, where a button stands for those without scripts.
  document.addEventListener('change', event => {
    if (event.target.matches('[data-submit]')) event.target.form.requestSubmit();
  });
  document.addEventListener('htmx:responseError', event => {
    const xhr = event.detail.xhr;
    if (xhr.status === 401) { location.reload(); return; }
    const html = (xhr.getResponseHeader('Content-Type') || '').startsWith('text/html');
    fail(html ? String(xhr.status) : xhr.responseText.slice(0, 300));
  });
  document.addEventListener('htmx:sendError', () => say('off'));
  document.addEventListener('htmx:afterSettle', listen);
  document.addEventListener('DOMContentLoaded', () => {
    if (window.Idiomorph) {
      // What the reader has opened or typed stays.
      Idiomorph.defaults.ignoreActiveValue = true;
      Idiomorph.defaults.callbacks.beforeAttributeUpdated =
        (name, node) => !(name === 'open' && node.tagName === 'DETAILS');
    }
    const current = document.querySelector('.side [aria-current]'); // on a phone the sidebar scrolls sideways
    if (current) current.scrollIntoView({ block: 'nearest', inline: 'center' });
    listen();
  });
})();
