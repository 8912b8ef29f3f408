const firstNames = ['Ana', 'Bakari', 'Chen', 'Dolores', 'Emeka', 'Fatima', 'Grace', 'Hiroshi', 'Imani', 'José', 'Katarzyna', 'Luis', 'Mei', 'Noor', 'Olga', 'Priya', 'Quinn', 'Rosa', 'Siobhán', 'Tuan']
const lastNames = ['Álvarez', 'Brown', 'Castillo', 'Diallo', 'Evans', 'Fischer', 'García', 'Haddad', 'Ivanova', 'Jackson', 'Kim', 'López', 'Müller', 'Nguyen', "O'Neill", 'Patel', 'Quispe', 'Rossi', 'Smith', 'Tanaka']

/** A file of `count` graduates as a registrar's spreadsheet writes it; the same for the same count. */
export function graduatesCsv(count: number): string {
  const lines = ['First Name,Last Name,Email,Award Date']
  for (let index = 0; index < count; index += 1) {
    const first = firstNames[index % firstNames.length]
    const last = lastNames[Math.floor(index / firstNames.length) % lastNames.length]
    lines.push(`${first},${last},graduate-${index + 1}@students.example,2026-05-${String(10 + (index % 18)).padStart(2, '0')}`)
  }
  return `${lines.join('\r\n')}\r\n`
}
