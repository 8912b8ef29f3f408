import type { VNode } from 'preact'

/** Shapes on a 24 × 24 field, drawn with the text's own colour. Each is told from the others by its outline alone. */
const shapes = {
  alert: 'M12 3 22 20.5H2Z M12 10v4.5 M12 17.6v.1',
  arrow: 'M5 12h14 M13 6l6 6-6 6',
  card: 'M3 5.5h18v13H3Z M7 10h7 M7 14h4',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 3a9 9 0 1 0 .01 0Z M12 7.5V12l3 2.5',
  close: 'M6 6l12 12 M18 6L6 18',
  copy: 'M9 9h11v11H9Z M5 15H4V4h11v1',
  desk: 'M4 6h16 M4 12h16 M4 18h10',
  down: 'M12 5v14 M6 13l6 6 6-6',
  download: 'M12 4v11 M7 10.5l5 5 5-5 M4 20h16',
  file: 'M6 3h8l4 4v14H6Z M14 3v4h4',
  home: 'M4 11l8-7 8 7 M6 10v10h12V10',
  info: 'M12 3a9 9 0 1 0 .01 0Z M12 11v5.5 M12 7.6v.1',
  key: 'M8 12a4 4 0 1 0 .01 0Z M11 13l9-9 M17 7l3 3',
  lock: 'M5 11h14v9H5Z M8 11V8a4 4 0 0 1 8 0v3',
  mail: 'M3 6h18v12H3Z M3 7l9 7 9-7',
  menu: 'M4 7h16 M4 12h16 M4 17h16',
  minus: 'M6 12h12',
  pause: 'M8 5v14 M16 5v14',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z M2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6 M16 4.5a3.5 3.5 0 0 1 0 6.5 M18 14.5c2.2.8 3.5 2.7 3.5 5.5',
  plus: 'M12 5v14 M5 12h14',
  print: 'M7 9V3h10v6 M5 17H3V9h18v8h-2 M7 14h10v7H7Z',
  question: 'M9 9a3 3 0 1 1 4.6 2.5c-1 .7-1.6 1.3-1.6 2.5 M12 17.4v.1',
  search: 'M10.5 4a6.5 6.5 0 1 0 .01 0Z M15.5 15.5L20 20',
  seal: 'M12 3l2.4 2 3.1-.2.7 3 2.6 1.8-1.2 2.9 1.2 2.9-2.6 1.8-.7 3-3.1-.2-2.4 2-2.4-2-3.1.2-.7-3-2.6-1.8 1.2-2.9-1.2-2.9 2.6-1.8.7-3 3.1.2Z',
  settings: 'M4 7h9 M17 7h3 M15 5v4 M4 17h3 M11 17h9 M9 15v4',
  share: 'M12 15V4 M8 8l4-4 4 4 M5 12v8h14v-8',
  tree: 'M9 3h6v5H9Z M3 16h6v5H3Z M15 16h6v5h-6Z M12 8v4 M6 16v-4h12v4',
  up: 'M12 19V5 M6 11l6-6 6 6',
  upload: 'M12 16V4 M7 9l5-5 5 5 M4 20h16',
} as const

/** Those that point somewhere, or are written: they turn with the direction of the page. */
const turning: ReadonlySet<string> = new Set(['arrow', 'card', 'desk', 'question'])

/** The name of a shape. */
export type IconName = keyof typeof shapes

/** A decoration beside words: hidden from screen readers because the words say it. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg class={turning.has(name) ? 'icon icon-turning' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  )
}
