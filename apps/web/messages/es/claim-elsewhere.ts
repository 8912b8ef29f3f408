import type { claimElsewhere as english } from '../en/claim-elsewhere.ts'
import type { Words } from '../words.ts'

/** Lo que dice la página a quienes guardan sus credenciales en otra billetera. */
export const claimElsewhere = {
  summary: 'Usar otra billetera',
  text: 'Si guarda sus credenciales en otra billetera, o en otro dispositivo, recíbala allí.',
  code: 'El código que le dio la organización',
  codeHint: 'Sin él, se lo pedirá su billetera, si sabe hacerlo.',
  start: 'Mostrar el código para escanear',
  starting: 'Un momento…',
  scan: 'Escanéelo con su billetera, o copie en ella la dirección.',
  qr: 'Código QR para su billetera',
  address: 'Dirección para su billetera',
  open: 'Abrir en una billetera de este dispositivo',
  once: (time) => `Sirve una sola vez, hasta ${time}. No se recibe nada antes de que su billetera le pregunte.`,
  anew: 'Crear uno nuevo',
} satisfies Words<typeof english>
