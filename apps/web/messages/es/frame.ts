import type { frame as english } from '../en/frame.ts'
import type { Words } from '../words.ts'
import { pluralIn } from '../plural.ts'

const plural = pluralIn('es')

/** Frases que aparecen en muchas páginas. */
export const frame = {
  product: 'Everlearned',
  pageTitle: (title) => `${title} – Everlearned`,
  skip: 'Ir a la parte principal de la página',
  mainMenu: 'Menú principal',
  whereYouAre: 'Dónde está',
  rehearsal: 'Ensayo.',
  rehearsalLabel: 'Sobre este nodo',
  rehearsalMeaning: 'Solo para hacer pruebas: este nodo aún no tiene una dirección pública en la web.',
  free: 'Gratis, siempre, para las personas a quienes pertenecen las credenciales.',
  loading: 'Estamos cargando los datos…',
  tryAgain: 'Intentar de nuevo',
  copy: 'Copiar',
  copied: 'Copiado',
  leaveAsItIs: 'Dejarlo como está',
  showMe: 'Mostrar',
  steps: (current, total) => `Paso ${current} de ${total}`,
  stepDone: 'hecho',
  checkRecord: 'Verificar una credencial',
  ledger: 'El registro público',
  network: 'Quién guarda una copia',
  alarms: (count) => plural(count, { one: '1 alarma', other: '# alarmas' }),
  apiGuide: 'Para desarrolladores',
  signIn: 'Iniciar sesión',
  signInElsewhere: 'Iniciar sesión en otra pestaña',
  signOut: 'Cerrar sesión',
  account: 'Su cuenta',
  console: 'Su oficina',
  aRecord: 'Una credencial',
  language: 'Idioma',
  languageMissing: 'No se pudo cargar este idioma. Inténtelo de nuevo cuando tenga conexión.',
  notFound: 'Aquí no hay ninguna página',
  notFoundNext: 'Puede que la dirección esté incompleta o mal escrita. Copie otra vez el enlace entero o empiece por la página inicial.',
  toFirstPage: 'Ir a la página inicial',
} satisfies Words<typeof english>
