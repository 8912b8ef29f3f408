import type { ExchangeNetwork } from 'everlearned/exchange'
import { fetchInteraction, startExchange, type AskedStep } from 'everlearned/exchange/vcalm'
import { InputError } from './command.ts'
import { inWords } from './exchange-options.ts'

/** What an interaction URL asks. Nothing of the holder is sent. */
export async function askedBy(url: string, network: ExchangeNetwork): Promise<AskedStep> {
  const { exchangeUrl } = await inWords(fetchInteraction(url, network))
  if (exchangeUrl === undefined) throw new InputError('Cannot begin exchange: it is not offered in a protocol that is known here')
  const step = await inWords(startExchange(exchangeUrl, network))
  if (step.kind !== 'asked') throw new InputError('Cannot begin exchange: the other side asks nothing')
  return step
}
