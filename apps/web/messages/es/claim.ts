import type { claim as english } from '../en/claim.ts'
import type { Words } from '../words.ts'

/** Frases de la página que abre un enlace de entrega. */
export const claim = {
  title: 'Hay una credencial para usted',
  lede: (organisation) => `La hizo ${organisation}. No pasa nada hasta que usted la agregue.`,
  for: (hint) => `Para ${hint}`,
  signedBy: 'Firmada por la organización. Cuando sea suya, podrá comprobar la firma.',
  noted: 'El registro público no contiene nada sobre usted: ni su nombre ni su dirección.',
  notYou: '¿No es usted? Entonces cierre esta página: nadie ha tomado nada. Avise, por favor, a quien le envió el enlace.',
  add: 'Agregar a mi historial',
  addHint: 'Abre su propio historial, donde usted la guarda. Si todavía no tiene uno, lo crea ahí mismo. Es gratis y toma un minuto.',
  needsCode: 'También se le pedirá el código que le dio la organización.',
  guardian: {
    asked: 'Primero tiene que dar permiso su padre, madre o tutor',
    askedText: 'Tiene un enlace propio y recibe un código. Cuando haya dado permiso, abra este enlace otra vez: sigue siendo válido.',
    refused: 'Su padre, madre o tutor no dio permiso',
    refusedText: 'Todavía puede cambiar de opinión. Desde el día en que usted sea mayor de edad no se pregunta a nadie, y este enlace seguirá funcionando.',
  },
  bound: 'Esta credencial ya fue recogida',
  boundLede: 'Alguien ya la agregó a su propio historial.',
  boundYou: 'Si fue usted, está segura en su historial.',
  boundNotYou: 'Si no fue usted, pídala de todos modos. Así la organización ve que dos personas la quieren y puede hacerle una nueva.',
  askAnyway: 'No fui yo: pedirla',
  openWallet: 'Abrir mi historial',
  suspended: 'Esta credencial está en suspenso',
  suspendedLede: 'La organización que la hizo la ha suspendido por ahora, así que hoy no se puede agregar.',
  suspendedNext: 'Su enlace sigue siendo válido. Inténtelo más tarde o pregunte a la organización qué falta.',
  voided: 'Esta credencial fue retirada',
  voidedLede: (organisation) => `${organisation} la ha retirado, así que no se puede agregar.`,
  voidedNext: 'Quizás un nombre o una dirección estaban mal y un enlace nuevo va en camino. Si tiene dudas, pregunte a la organización.',
  missing: 'No hay ninguna credencial en este enlace',
  missingNext: 'Puede que el enlace esté incompleto. Ábralo otra vez desde el mensaje o pida uno nuevo a la organización.',
} satisfies Words<typeof english>
