/**
 * What PowerShell is to do, from 5.1 on, which drops an empty argument: hence the word in `--word=`. It splits a word at commas, so of a candidate only what
 * comes after is handed back. Where nothing is handed back, PowerShell names files itself. Words are read as text of the line and never evaluated.
 */
export const POWERSHELL = `# tutorial-tui: completion for PowerShell.
# In the file that $PROFILE names: tutorial-tui completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName 'tutorial-tui', 'tutorial-tui.cmd', 'tutorial-tui.ps1' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @()
  $current = ''
  foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
    $extent = $element.Extent
    if ($extent.StartOffset -ge $cursorPosition) { break }
    if ($extent.EndOffset -ge $cursorPosition) {
      $current = $extent.Text.Substring(0, $cursorPosition - $extent.StartOffset)
    } elseif ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
      $words += $element.Value
    } else {
      $words += $extent.Text
    }
  }
  $before = ''
  if ($current.EndsWith($wordToComplete)) { $before = $current.Substring(0, $current.Length - $wordToComplete.Length) }
  tutorial-tui complete "--word=$current" '--' $words 2>$null | ForEach-Object {
    $value, $about = $_ -split "\`t", 2
    if (-not $value.StartsWith(':') -and $value.StartsWith($before)) {
      if (-not $about) { $about = $value }
      [System.Management.Automation.CompletionResult]::new($value.Substring($before.Length), $value, 'ParameterValue', $about)
    }
  }
}
`;
