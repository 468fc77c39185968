// Niceties only: every page is whole without this file.
'use strict';

// Moments in the reader's own time zone, the planet's as a hint.
for (const time of document.querySelectorAll('time')) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.getTime())) continue;
  time.title = moment.toLocaleString(document.documentElement.lang, { dateStyle: 'full', timeStyle: 'short' });
}

// j and k step through the stories.
document.addEventListener('keydown', (event) => {
  if ((event.key !== 'j' && event.key !== 'k') || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, audio, video, [contenteditable]')) return;
  const titles = [...document.querySelectorAll('.story h2 a')];
  // From the story that has the focus, else from the one at the top of the window.
  const focused = titles.indexOf(document.activeElement);
  const below = titles.findIndex((title) => title.getBoundingClientRect().top > 0);
  const here = focused >= 0 ? focused : (below < 0 ? titles.length : below) - (event.key === 'j' ? 1 : 0);
  const next = here + (event.key === 'j' ? 1 : -1);
  if (next < 0 || next >= titles.length) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  titles[next].focus({ preventScroll: true });
  titles[next].closest('.story').scrollIntoView({ behavior: calm ? 'auto' : 'smooth' });
});

// What scrolls in its box can be reached by keyboard in browsers that do not see to that themselves.
for (const box of document.querySelectorAll('.content pre, .content table, .notice pre')) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}
