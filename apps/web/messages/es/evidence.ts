import type { evidence as english } from '../en/evidence.ts'
import type { Words } from '../words.ts'

/** Los archivos que son las evidencias de una credencial, donde se muestran. */
export const evidence = {
  heading: 'Las evidencias',
  caution: 'Estos archivos los hicieron otros. Cada uno se muestra aislado: nada en él puede ejecutarse, pedir nada a internet ni leer esta página.',
  state: {
    'matched': 'Es el archivo que se indicó: su huella es la que está en la credencial.',
    'mismatched': 'No es el archivo que se indicó: su huella no es la que está en la credencial.',
    'missing': 'No se entregó, así que aquí nadie puede decir qué muestra.',
    'unbound': 'La credencial no dice a qué archivo se refiere, así que lo que encuentre puede ser otro.',
    'within': 'Es parte de la propia credencial.',
    'not-supported': 'No podemos verificar cómo está unido a la credencial.',
  },
  unnamed: 'Un archivo sin nombre',
  lies: 'Se dice que está en',
  look: 'Verlo',
  close: 'Cerrarlo',
  save: 'Guardarlo',
  pdfWords: 'Estas son sus palabras. Guárdelo para ver cómo es.',
  notShown: 'Este tipo de archivo no se muestra aquí. Guárdelo y ábralo con un programa suyo.',
  tooLarge: 'Este archivo es demasiado grande para mostrarlo aquí. Guárdelo y ábralo con un programa suyo.',
  noPicture: 'Si no ve ninguna imagen, el archivo no lo es, diga lo que diga.',
  title: (name) => `Lo que hay en ${name}`,
} satisfies Words<typeof english>
