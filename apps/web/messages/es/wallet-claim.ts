import type * as english from '../en/wallet-claim.ts'
import type { Words } from '../words.ts'

/** Lo que dice la billetera cuando alguien trae un enlace. */
export const walletAdd = {
  label: 'Enlace',
  go: 'Ver qué es',
} satisfies Words<typeof english.walletAdd>

/** Lo que dice la billetera cuando alguien recoge una credencial. */
export const walletClaim = {
  heading: (issuer) => `${issuer} tiene una credencial para usted`,
  headingPlain: 'Una credencial para usted',
  loading: 'Estamos preguntando qué hay para usted…',
  for: (hint) => `A nombre de ${hint}`,
  at: 'A través del nodo',
  notYou: '¿No son sus iniciales? Entonces no la tome: avise a quien le envió el enlace.',
  take: 'Guardarla en mi billetera',
  needWallet: 'Necesita una billetera para guardarla. Crearla toma un minuto, no cuesta nada y no pide ningún nombre.',
  needUnlock: 'Abra su billetera para guardarla.',
  code: 'El código que recibió por separado',
  codeHint: 'Entre seis y ocho cifras, en un mensaje de texto o en papel, de la misma organización.',
  codeMissing: 'Escriba el código que recibió por separado. Tiene entre seis y ocho cifras.',
  steps: { asking: 'Pidiéndola', proving: 'Demostrando que la clave es suya', checking: 'Comprobando lo que llegó', keeping: 'Guardándola bajo llave' },
  done: 'Ya es suya',
  doneText: 'La credencial está en su billetera, bajo llave en este dispositivo. A partir de ahora va unida a una clave que solo tiene usted.',
  again: 'Intentar de nuevo',
  faults: {
    linkMalformed: { title: 'Este enlace está incompleto', text: 'Falta una parte, quizás porque el programa de correo lo cortó. Ábralo otra vez desde el mensaje, o copie el enlace entero y péguelo.' },
    nodeOrigin: { title: 'No abriremos este enlace', text: 'Lleva a una dirección sin conexión protegida, donde otros podrían leer lo que se envía. Pida a quien se lo mandó un enlace que empiece por https://.' },
    offline: { title: 'Sin conexión', text: 'No se perdió nada y no se recogió nada. Su enlace sigue siendo válido: inténtelo de nuevo cuando tenga conexión.' },
    unknown: { title: 'En este enlace no hay nada', text: 'Puede que esté mal escrito, o que sea tan antiguo que ya se retiró. Pida uno nuevo a quien se lo envió.' },
    bound: { title: 'Esta credencial ya fue recogida', text: 'Si fue usted, búsquela en la billetera donde la guardó, quizás en otro dispositivo. Si no fue usted, no se ha perdido nada: hemos avisado de su petición a quienes la dieron. Escríbales: pueden retirar la primera y hacerle una nueva.' },
    suspended: { title: 'Esta credencial está en suspenso', text: 'Quienes la hicieron la han suspendido por ahora. Su enlace sigue siendo válido: pregúnteles o inténtelo más tarde.' },
    voided: { title: 'Esta credencial fue retirada', text: 'Quienes la hicieron la retiraron, quizás para corregirla. Pídales el enlace nuevo.' },
    wrongCode: { title: 'El código no es correcto', text: 'Mire otra vez el mensaje y escriba solo las cifras. Después de unos pocos errores, el enlace se bloquea.' },
    locked: { title: 'El enlace está bloqueado', text: 'Se escribió un código equivocado demasiadas veces. Pida un enlace nuevo a quienes se lo enviaron: su credencial está a salvo.' },
    tooMany: { title: 'Demasiados intentos', text: 'Espere un cuarto de hora y vuelva a intentarlo. Su enlace sigue siendo válido.' },
    challenge: { title: 'El nodo no aceptó nuestra respuesta', text: 'Por su seguridad, su pregunta vale solo diez minutos y una sola vez. Inténtelo de nuevo. Si sigue igual, revise que el reloj de este dispositivo esté en hora.' },
    dishonest: { title: 'No guardamos lo que llegó', text: 'No era la credencial que pedimos: fue modificada por el camino, hecha para otra clave o firmada por otra persona. Su billetera no ha cambiado. Avise a quienes le enviaron el enlace.' },
    malformed: { title: 'La respuesta no se entiende', text: 'El nodo respondió de una manera que no entendemos. Inténtelo más tarde; si sigue igual, avise a quienes le enviaron el enlace.' },
    other: { title: 'No funcionó', text: 'El nodo dijo que no y no dio un motivo que conozcamos. Su enlace sigue siendo válido: inténtelo más tarde.' },
  },
} satisfies Words<typeof english.walletClaim>
