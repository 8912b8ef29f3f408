import { createServer, type AddressInfo, type Socket } from 'node:net'

/** What a test's mail server does with a recipient. */
export type MailManner = 'take' | 'refuse-address' | 'refuse-message' | 'busy' | 'close-after-message' | 'close-before-message'

/** A mail server on loopback that keeps what it took. */
export interface TestMailServer {
  readonly url: string
  /** Messages that it answered for, and those that it was given and broke off on, as they came. */
  readonly messages: string[]
  /** What it does from now on. */
  manner: (recipient: string) => MailManner
  /** Runs when it has a whole message, before it answers. */
  onMessage: () => Promise<void> | void
  close(): Promise<void>
}

/** Opens a server that speaks just enough SMTP (RFC 5321, Minimum Implementation). */
export async function openTestMailServer(): Promise<TestMailServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    talk(socket, opened)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const opened: TestMailServer = {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages: [],
    manner: () => 'take',
    onMessage: () => undefined,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
  return opened
}

function talk(socket: Socket, server: TestMailServer): void {
  let buffer = ''
  let manner: MailManner = 'take'
  let isMessage = false
  const say = (line: string): void => void socket.write(`${line}\r\n`)
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'EHLO' || verb === 'HELO') say('250 test')
    else if (verb === 'RCPT') {
      manner = server.manner(/<([^>]*)>/.exec(line)?.[1] ?? '')
      say(manner === 'refuse-address' ? `550 5.1.1 ${line} is unknown here` : manner === 'busy' ? '451 4.7.1 later' : '250 ok')
    } else if (verb === 'DATA') {
      if (manner === 'close-before-message') return void socket.destroy()
      isMessage = true
      say('354 go on')
    } else if (verb === 'QUIT') socket.end('221 bye\r\n')
    else say('250 ok')
  }
  const message = async (text: string): Promise<void> => {
    await server.onMessage()
    if (manner === 'refuse-message') return say('554 5.7.1 no')
    server.messages.push(text)
    if (manner === 'close-after-message') return void socket.destroy()
    say('250 taken')
  }
  say('220 test')
  socket.on('data', (chunk: Buffer) => {
    buffer += chunk.toString()
    for (;;) {
      const mark = isMessage ? '\r\n.\r\n' : '\r\n'
      const end = buffer.indexOf(mark)
      if (end < 0) return
      const text = buffer.slice(0, end)
      buffer = buffer.slice(end + mark.length)
      if (isMessage) {
        isMessage = false
        void message(text)
      } else command(text)
    }
  })
}
