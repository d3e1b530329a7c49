"""jupyter-console in a terminal: results, a question, a hidden question, an interrupt by Ctrl-C, and an error.

jupyter-console ends its wait for questions and output at the first "idle" it reads, also when that is the late one of
the cell before; it then shows no question and what was printed comes with the next line. A person presses Enter, or
Ctrl-C and asks again: so does this.
"""
import os
import sys

import pexpect

PROMPT = r"In \[\d+\]:"

console = pexpect.spawn(sys.executable, ["-m", "jupyter_console", "--kernel", ".net-csharp", "--simple-prompt"], timeout=800, encoding="utf-8", dimensions=(50, 160), env={**os.environ, "TERM": "dumb"})


def see(pattern, otherwise, patience=15):
    """Waits for the pattern, and does the other thing whenever it has waited long; each time twice as long."""
    while console.expect([pattern, pexpect.TIMEOUT], timeout=patience):
        otherwise()
        patience = min(2 * patience, 120)


def enter():
    console.sendline(" ")


def show(cell, result):
    console.sendline(cell)
    see(result, enter)
    console.expect(PROMPT)


def ask(cell, question, answer, result):
    def again():
        console.sendintr()
        console.expect(PROMPT)
        console.sendline(cell)

    console.sendline(cell)
    see(question, again)
    console.sendline(answer)
    see(result, enter)
    console.expect(PROMPT)


console.expect(r"C# with ResearchLab")
console.expect(PROMPT)
show("var kept = 20; kept + 1", r"Out\[\d+\]:\s+21")
ask('Input("your name? ").ToUpperInvariant() + "!"', r"\nyour name\?", "ada", "ADA!")
ask('Password("secret? ").Length', r"\nsecret\?", "hush", r"Out\[\d+\]:\s+4")
console.sendline('Console.WriteLine("be" + "gun"); while (true) { }')
console.expect(["begun", pexpect.TIMEOUT], timeout=60)
console.sendintr()
# The console misses one that comes while it is printing; a person presses again.
see("Interrupted: The cell was stopped", console.sendintr, patience=10)
console.expect(PROMPT)
show("kept = missing;", "CS0103")
show("2 * kept", r"Out\[\d+\]:\s+40")
console.sendeof()
print("all of it")
