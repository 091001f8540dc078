import type { CommandResult } from '../../command.ts';
import { document } from '../../output/lines.ts';

/** Scripts that ask `fraudx complete -- <words>`: one suggestion a line, its description after a tab, a last line that begins with ":". */
const scripts: Readonly<Record<string, string>> = {
  bash: `_fraudx() {
  local IFS=$'\\n'
  COMPREPLY=($(fraudx complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | grep -v '^:' | cut -f1))
}
complete -o default -F _fraudx fraudx`,
  zsh: `#compdef fraudx
_fraudx() {
  local -a items
  items=("\${(@f)$(fraudx complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null | grep -v '^:' | sed $'s/:/\\\\\\\\:/g; s/\\t/:/')}")
  if [[ -n "\${items[1]}" ]]; then _describe 'fraudx' items; else _files; fi
}
compdef _fraudx fraudx`,
  fish: `complete -c fraudx -a '(fraudx complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null | string match -v ":*")'`,
};

/** The completion script of a shell. */
export async function runCompletion([shell]: readonly [string]): Promise<CommandResult> {
  const text = scripts[shell] ?? '';
  return { json: { shell, script: text }, text: document(text) };
}
