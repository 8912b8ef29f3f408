import type { VNode } from 'preact'
import { Page } from '../components/page.tsx'
import { home } from '../messages/en/home.ts'

/** The first page: what this is, and three doors. */
export default function Home(): VNode {
  return <Page title={home.title}><p /></Page>
}
