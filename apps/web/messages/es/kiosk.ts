import type * as english from '../en/kiosk.ts'
import type { Words } from '../words.ts'

/** Lo que dice una billetera para una sola visita, en un ordenador que otros también usan. */
export const kiosk = {
  heading: 'En un ordenador compartido',
  lede: 'Reciba aquí su credencial, imprímala y no deje nada. Para una biblioteca, una oficina o el ordenador de alguien que le ayuda.',
  points: (minutes) => ['No se escribe nada en este ordenador: su credencial desaparece cuando usted termina o cierra la página.', `Si nadie toca nada durante ${minutes} minutos, preguntamos una vez y después lo borramos todo.`, 'Para conservar su credencial, imprímala en una tarjeta o guárdela en una memoria suya.'],
  begin: 'Empezar',
  helperHeading: 'Si usted ayuda a alguien',
  helperText: 'Deje que esa persona elija qué se imprime y qué nombre lleva. No apunte sus códigos ni sus palabras. Entréguele la tarjeta impresa y pulse «Terminar» delante de ella.',
  barLabel: 'Ordenador compartido',
  bar: 'Ordenador compartido: aquí no se guarda nada.',
  end: 'Terminar',
  endHeading: '¿Terminar y borrarlo todo?',
  endText: '¿Ha impreso su tarjeta o guardado un archivo en su propia memoria? Después nadie podrá recuperar la credencial en este ordenador. Recoja el papel de la impresora.',
  endYes: 'Borrarlo todo',
  idle: (seconds) => `¿Sigue ahí? En ${seconds} segundos se borrará todo.`,
  here: 'Estoy aquí',
  endedHeading: 'Todo está borrado',
  endedText: 'No queda nada de su visita en este navegador. Los archivos que guardó y los papeles que imprimió son suyos: lléveselos.',
} satisfies Words<typeof english.kiosk>
