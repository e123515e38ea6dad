// Keeps the page up to date in place: only parts that differ are put in, so focus, scrolling, what is folded out and
// what somebody types stay. Without it the page is whole, and reloads by itself.
'use strict';
(() => {
  // With one Service shown from near, all keys are read from Consul each time.
  const SECONDS = new URLSearchParams(location.search).get('service') ? 30 : 5;
  const status = document.getElementById('refreshing');
  const pause = document.getElementById('pause');
  let paused = false;
  let timer;

  const parts = (from) => from.querySelectorAll('[data-live]');

  // Somebody may be copying text from it.
  const isSelected = (part) => {
    const selection = document.getSelection();
    return selection && !selection.isCollapsed && selection.containsNode(part, true);
  };

  const keep = (part) => {
    const focus = part.contains(document.activeElement) ? document.activeElement.id : '';
    const open = [...part.querySelectorAll('details[open]')].map((each) => each.id);
    const scrolled = [...part.querySelectorAll('[id]')].filter((each) => each.scrollTop || each.scrollLeft)
      .map((each) => [each.id, each.scrollTop, each.scrollLeft]);
    return () => {
      open.forEach((id) => document.getElementById(id)?.setAttribute('open', ''));
      scrolled.forEach(([id, top, left]) => document.getElementById(id)?.scrollTo(left, top));
      if (focus) document.getElementById(focus)?.focus({preventScroll: true});
    };
  };

  const put = (fresh) => {
    for (const part of parts(document)) {
      const now = fresh.getElementById(part.id);
      if (now && now.innerHTML !== part.innerHTML && !isSelected(part)) {
        const restore = keep(part);
        part.replaceChildren(...[...now.childNodes].map((node) => document.importNode(node, true)));
        restore();
      }
    }
  };

  // Said once: a status that is set again would be read out again.
  const say = (trouble) => {
    const text = trouble && `– the exporter ${trouble}; this is what was known last`;
    if (status.textContent !== text) status.textContent = text;
  };

  const refresh = async () => {
    try {
      // One that hangs would keep all others from being asked.
      const signal = AbortSignal.timeout(10_000);
      const answer = await fetch(location.pathname + location.search, {cache: 'no-store', signal});
      if (answer.ok) put(new DOMParser().parseFromString(await answer.text(), 'text/html'));
      say(answer.ok ? '' : `answers with status ${answer.status}`);
    } catch {
      say('does not answer');
    }
  };

  const next = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (!paused && !document.hidden) await refresh();
      next();
    }, SECONDS * 1000);
  };

  pause.title = `Brought up to date every ${SECONDS} s`;
  pause.hidden = false;
  pause.addEventListener('click', () => {
    paused = !paused;
    pause.textContent = paused ? 'Go on' : 'Pause';
    if (!paused) refresh();
  });
  document.addEventListener('visibilitychange', () => { if (!document.hidden && !paused) refresh(); });
  next();
})();
