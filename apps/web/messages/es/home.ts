import type { home as english } from '../en/home.ts'
import type { Words } from '../words.ts'

/** Frases de la página inicial. */
export const home = {
  title: 'Todo lo que ha aprendido en su vida, en sus manos y con la confianza de los demás',
  lede: 'Credenciales de lo que ha estudiado, practicado y hecho. Usted las guarda. Y quien las recibe puede verificarlas.',
  newNode: 'Este nodo es nuevo',
  newNodeNext: 'Nadie lo ha configurado todavía. La persona que lo inició encuentra un enlace de configuración en la ventana donde se ejecuta.',
  claimTitle: 'Me enviaron un enlace',
  claimText: 'Una escuela, una empresa u otra organización ha hecho una credencial para usted. Abra el enlace del mensaje o péguelo aquí.',
  claimField: 'El enlace que le enviaron',
  claimAct: 'Ver qué es',
  claimFault: 'Este enlace no lleva a una credencial. Copie el enlace entero, desde https hasta el final.',
  walletLead: '¿Ya tiene credenciales?',
  walletAct: 'Abrir mi historial',
  verifyTitle: 'Verificar una credencial',
  verifyText: 'Alguien le mostró una credencial. Vea quién la firmó, si fue modificada y si sigue siendo válida. No necesita una cuenta.',
  verifyAct: 'Verificar una credencial',
  issueTitle: 'Emitir credenciales',
  issueText: 'Usted enseña, forma, evalúa o da empleo. Convierta su lista de nombres en credenciales que las personas conservan y que otros pueden verificar.',
  issueAct: 'Ir a su oficina',
  howTitle: 'Cómo funciona',
  how: [
    { name: 'Se firma', text: 'La organización firma cada credencial. Si después cambia una sola letra, cualquiera que la verifique lo nota.' },
    { name: 'Se anota', text: 'En un registro público queda una huella de cada firma. La huella no dice nada de usted: ni nombre, ni fecha de nacimiento, ni calificación.' },
    { name: 'Es suya', text: 'La credencial vive en su dispositivo. Usted decide quién la ve, qué parte y por cuánto tiempo.' },
  ],
} satisfies Words<typeof english>
