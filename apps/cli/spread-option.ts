/** Repeats an option before each JSON Pointer that follows it, so that `--reveal /a /b` is read as `--reveal /a --reveal /b`. */
export function spreadPointers(args: readonly string[], option: string): readonly string[] {
  let isFollowing = false
  return args.flatMap((arg, index) => {
    const isValue = args[index - 1] === option
    isFollowing = isValue || (isFollowing && arg.startsWith('/'))
    return isFollowing && !isValue ? [option, arg] : [arg]
  })
}
