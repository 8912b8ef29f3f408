import { serverCommand } from '../start-server.ts'

export const serve = serverCommand('serve', `ler serve [--port 4000] [--wallet-port 4001] [--data DIR] [--database-url URL] [--public-base-url URL]
          [--wallet-base-url URL] [--tls-cert FILE --tls-key FILE] [--join URL[,URL] [--role validator|mirror|witness]]
    Runs until it is stopped, and prints one line with its address when it answers.`)
