import type * as english from '../en/wallet-settings.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('fr')

/** Ce que le portefeuille dit de lui-même : sauvegarde, manières de l’ouvrir, cet appareil. */
export const walletSettings = {
  backupHeading: 'Sauvegarde',
  backupNever: 'Vous n’avez pas encore de sauvegarde.',
  backupLast: (date) => `Dernière sauvegarde : ${date}`,
  backupText: 'Une sauvegarde est un seul fichier, sous clé, avec tout ce que contient votre portefeuille. Gardez-le loin de cet appareil : sur une clé USB, dans un autre compte, chez une personne de confiance. Sans sa phrase secrète, personne ne peut l’ouvrir.',
  backupPassphrase: 'Une phrase secrète pour la sauvegarde',
  backupMake: 'Enregistrer le fichier de sauvegarde',
  backupDone: 'Enregistré. Vérifiez que vous retrouvez le fichier, et notez sa phrase secrète ailleurs.',
  backupNext: 'Aller à mon parcours',
  unlockHeading: 'Manières d’ouvrir ce portefeuille',
  unlockDevice: 'Le verrouillage de cet appareil',
  unlockPassphrase: 'Phrase secrète',
  since: (date) => `depuis le ${date}`,
  addDevice: 'Ajouter le verrouillage de cet appareil',
  addPassphrase: 'Ajouter une phrase secrète',
  changePassphrase: 'Changer la phrase secrète',
  savePassphrase: 'Enregistrer la phrase secrète',
  removeMethod: 'Retirer',
  methodAdded: 'Ajouté.',
  methodRemoved: 'Retiré.',
  deviceHeading: 'Cet appareil',
  persistent: 'Ce navigateur a promis de ne pas effacer votre portefeuille de lui-même.',
  notPersistent: 'Ce navigateur peut effacer votre portefeuille quand la place manque. C’est pourquoi une sauvegarde est importante.',
  askPersistence: 'Lui demander de garder mon portefeuille',
  refused: 'Le navigateur ne l’a pas promis. Ajouter cette page à l’écran d’accueil aide souvent ; une sauvegarde aide toujours.',
  autoLock: (minutes) => plural(minutes, { one: 'Il se verrouille tout seul après # minute sans activité.', other: 'Il se verrouille tout seul après # minutes sans activité.' }),
  where: 'Cette page vient de',
  whereHelp: 'Vos clés ne sont pas plus sûres que la page qui les utilise. Choisissez un portefeuille sur un nœud en qui vous avez confiance.',
  removeHeading: 'Supprimer le portefeuille de cet appareil',
  removeText: 'Tout ce qu’il contient est effacé ici, immédiatement. Seule une sauvegarde permet de le retrouver.',
  removeLabel: (word) => `Saisissez le mot « ${word} » pour confirmer`,
  removeWord: 'supprimer',
  removeMismatch: (word) => `Saisissez le mot « ${word} », pour que personne ne fasse cela par erreur.`,
  remove: 'Supprimer mon portefeuille',
} satisfies Words<typeof english.walletSettings>

/** Ce que dit le portefeuille quand on remet une sauvegarde en place. */
export const walletRestore = {
  heading: 'Retrouver votre portefeuille',
  lede: 'Choisissez le fichier de sauvegarde que vous avez enregistré et saisissez la phrase secrète que vous lui avez donnée.',
  file: 'Votre fichier de sauvegarde',
  fileHint: 'Son nom commence par « everlearned-backup ».',
  passphrase: 'La phrase secrète de la sauvegarde',
  replace: 'Cet appareil a déjà un portefeuille. Remettre une sauvegarde supprime ce qu’il contient maintenant.',
  confirm: 'Oui, remplacer ce qui est sur cet appareil',
  done: 'Tout remettre en place',
  missing: 'Choisissez d’abord le fichier de sauvegarde.',
  confirmMissing: 'Cochez la case pour dire que vous voulez remplacer ce qui est ici.',
  otherHeading: 'Pas de fichier ?',
  byWords: 'J’ai mes mots sur papier',
  byPeople: 'Des personnes de confiance ont mes cartes',
  withoutKeys: 'Ce fichier contient vos attestations, mais pas vos clés. Créez ou ouvrez un portefeuille, puis choisissez « Faire entrer des attestations ».',
  malformed: 'Ce fichier n’est pas une sauvegarde de portefeuille, ou il est incomplet. Rien n’a été modifié sur cet appareil. Cherchez un fichier dont le nom commence par « everlearned-backup ».',
  wrong: 'La phrase secrète n’ouvre pas cette sauvegarde, ou le fichier est abîmé. Rien n’a été modifié sur cet appareil.',
} satisfies Words<typeof english.walletRestore>
