import type { wallet as english } from '../en/wallet.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('es')

/** Lo que dice la billetera en sus primeras páginas. */
export const wallet = {
  origin: 'Su billetera',
  lock: 'Bloquear',
  home: 'Mi historial',
  settings: 'Ajustes',
  working: 'Un momento…',
  unavailable: { title: 'Este navegador no guarda nada', text: 'No permite que esta página guarde datos, quizás porque está en modo privado. Una billetera lo necesita. Abra esta página en una ventana normal o en otro navegador.' },
  offline: 'No tiene conexión. Sus credenciales están aquí de todos modos; para compartirlas o recoger otras tendrá que esperar a tener conexión.',

  first: {
    heading: 'Lo que ha aprendido, en sus propias manos',
    lede: 'Esta es su billetera. Guarda sus credenciales en este dispositivo, bajo llave. Nadie más puede abrirlas, ni siquiera nosotros.',
    make: 'Crear mi billetera',
    restore: 'Ya tenía una billetera',
    points: ['No cuesta nada, nunca.', 'Sin nombre, sin correo electrónico, sin cuenta.', 'Usted decide qué mostrar, a quién y por cuánto tiempo.'],
  },

  make: {
    title: 'Crear mi billetera',
    heading: '¿Cómo quiere abrir su billetera?',
    deviceHint: 'Con su huella, su rostro o su PIN. Es la manera más fácil, y es segura.',
    devicePrompt: 'Usar el bloqueo de este dispositivo',
    devicePasskeyName: 'Mi billetera Everlearned',
    passphraseInstead: 'Usar mejor una frase secreta',
    passphraseHeading: 'Elija una frase secreta',
    passphraseLabel: 'Su frase secreta',
    passphraseHelp: (least) => `Al menos ${least} caracteres. Cuatro o cinco palabras que no tengan relación entre sí son seguras y fáciles de recordar.`,
    show: 'Mostrar lo que escribo',
    warning: 'Nadie puede cambiarla por usted si la olvida. Anótela y guarde el papel en un lugar seguro.',
    done: 'Crear mi billetera',
    shared: '¿Otros también usan este ordenador?',
    sharedAct: 'Usarla una vez, sin guardar nada',
    weak: {
      'too-short': (least) => `Es demasiado corta. Use al menos ${least} caracteres, por ejemplo cuatro palabras.`,
      'too-repetitive': () => 'Repite siempre los mismos caracteres. Añada otras palabras.',
      'too-common': () => 'Es de lo primero que cualquiera probaría. Elija palabras que solo usted pondría juntas.',
    },
    prfMissing: 'En este navegador, el bloqueo del dispositivo no puede proteger una billetera. Elija una frase secreta: la protege igual de bien.',
    cancelled: 'El bloqueo del dispositivo se cerró antes de responder. No se creó nada. Inténtelo otra vez o elija una frase secreta.',
  },

  unlock: {
    heading: 'Abra su billetera',
    lede: 'Está bloqueada. Nadie puede ver lo que hay dentro.',
    device: 'Abrir con el bloqueo de este dispositivo',
    passphrase: 'Su frase secreta',
    open: 'Abrir',
    or: 'O con su frase secreta',
    wrong: 'Esa frase secreta no abre esta billetera. Revise las mayúsculas y los espacios, y vuelva a intentarlo.',
    cancelled: 'El bloqueo del dispositivo se cerró antes de responder. Inténtelo otra vez.',
    prfMissing: 'El bloqueo del dispositivo respondió, pero sin el secreto que abre la billetera. Use su frase secreta o su copia de seguridad.',
    lost: 'Ya no puedo abrirla',
    lostHelp: 'Si tiene una copia de seguridad con su frase secreta, sus palabras en papel o las tarjetas de sus personas de confianza, puede recuperarla. Sin nada de eso, nadie puede abrir esta billetera, y tendrá que pedir credenciales nuevas a quienes se las dieron.',
    restore: 'Recuperar mi billetera',
  },

  list: {
    heading: 'Mi historial',
    count: (count) => plural(count, { one: '1 credencial', other: '# credenciales' }),
    profiles: 'Perfiles para distintas personas',
    learning: 'Su diario de aprendizaje',
    resume: 'Hacer un currículum verificable',
    add: 'Agregar o mostrar',
    emptyHeading: 'Todavía no hay nada',
    empty: 'Cuando una escuela, una empresa u otra organización le dé una credencial, aparecerá aquí como una tarjeta. Recibirá un enlace o un código: ábralo en este dispositivo o péguelo.',
    emptyOwn: 'No tiene que esperar a nadie: puede anotar usted lo que hizo o aprendió.',
    begin: 'Anotar algo',
    hadSome: '¿Ya tenía credenciales?',
    fromDevices: 'De sus otros dispositivos',
    fromFile: 'De un archivo',
    brokenOne: 'Una credencial de este dispositivo está dañada y no se puede abrir. Si tiene una copia de seguridad, recupérela.',
    brokenMany: (count) => plural(count, { other: '# credenciales de este dispositivo están dañadas y no se pueden abrir. Si tiene una copia de seguridad, recupérela.' }),
    notSafeHeading: 'Falta una copia de seguridad',
    notSafe: 'Sus credenciales están solo en este dispositivo. Si lo pierde, o si se borran los datos de este navegador, desaparecen. Hacer una copia toma un minuto.',
    backUp: 'Hacer una copia de seguridad',
    stale: 'Hay algo más reciente que su última copia de seguridad. Haga una nueva para que no se pierda nada.',
    keysOnlyHeading: 'Sus claves están a salvo, sus credenciales no',
    keysOnly: 'Sus palabras o sus personas de confianza recuperan las claves, pero las credenciales están solo en este dispositivo. Haga una copia de seguridad o deje que sus otros dispositivos también las guarden.',
    chooseHow: 'Elegir cómo protegerlas',
  },
} satisfies Words<typeof english>
