"""jupyter-console in a terminal: results, a question, a hidden question, an interrupt by Ctrl-C, and an error."""
import sys

import pexpect

console = pexpect.spawn(sys.executable, ["-m", "jupyter_console", "--kernel", ".net-csharp", "--simple-prompt"], timeout=900, encoding="utf-8", dimensions=(50, 160), env={**__import__("os").environ, "TERM": "dumb"})
console.expect(r"C# with ResearchLab")
console.expect(r"In \[1\]:")
console.sendline("var kept = 20; kept + 1")
console.expect(r"Out\[1\]:\s+21")
console.expect(r"In \[2\]:")
console.sendline('Input("your name? ").ToUpperInvariant() + "!"')
console.expect(r"your name\?")
console.sendline("ada")
console.expect("ADA!")
console.expect(r"In \[3\]:")
console.sendline('Password("secret? ").Length')
console.expect(r"secret\?")
console.sendline("hush")
console.expect(r"Out\[3\]:\s+4")
console.expect(r"In \[4\]:")
console.sendline('Console.WriteLine("be" + "gun"); while (true) { }')
console.expect("begun")
console.sendintr()
# The console misses one that comes while it is printing; a person presses again.
while console.expect(["Interrupted: The cell was stopped", pexpect.TIMEOUT], timeout=10):
    console.sendintr()
console.expect(r"In \[5\]:")
console.sendline("kept = missing;")
console.expect("CS0103")
console.expect(r"In \[6\]:")
console.sendline("2 * kept")
console.expect(r"Out\[6\]:\s+40")
console.sendeof()
print("all of it")
