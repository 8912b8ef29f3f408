import type { VNode } from 'preact'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { walletGuardian as words } from '../../messages/wallet-guardian.ts'

/** A guardian is asked for a minor's record: the link stays good. */
export default function GuardianWaits({ answer, onLook }: { readonly answer: 'asked' | 'refused'; readonly onLook: () => void }): VNode {
  return <Notice isLive title={words[answer]}><p>{words[`${answer}Text`]}</p><div><Button onPress={onLook}>{words.again}</Button></div></Notice>
}
