"""Jupyter's own kernel test suite with the tests of every capability enabled."""
import unittest

import jupyter_kernel_test


class CSharpKernel(jupyter_kernel_test.KernelTests):
    kernel_name = ".net-csharp"
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("something went wrong");'
    completion_samples = [
        {"text": "Math.Sq", "matches": {"Sqrt"}},
        {"text": "var 😀 = 1; // astral\nConsole.WriteL", "matches": {"WriteLine"}},
        {"text": "DateTimeOffset.UnixE", "matches": {"UnixEpoch"}},
    ]
    complete_code_samples = ["1 + 1", "var x = 1;", "int F(int n) => 2 * n;", "", "#!time\n1 + 1"]
    incomplete_code_samples = ["if (true) {", "int F(int n)\n{", "Console.WriteLine(", "var x =", "/* open"]
    invalid_code_samples = ["var 1x = 2;", "class { }}", "foo bar baz;"]
    code_page_something = "Math.Sqrt?"
    code_generate_error = 'throw new InvalidOperationException("on purpose");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"text"', "result": "text"},
        {"code": "new[] { 1, 2, 3 }", "result": "[1, 2, 3]"},
    ]
    code_display_data = [
        {"code": 'display(Html("<b>bold</b>"));', "mime": "text/html"},
        {"code": 'display(Svg("<svg xmlns=\\"http://www.w3.org/2000/svg\\"/>"));', "mime": "image/svg+xml"},
        {"code": 'display(Markdown("*x*"));', "mime": "text/markdown"},
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "6*"
    code_inspect_sample = "Math.Sqrt"
    code_clear_output = "ClearOutput();"


if __name__ == "__main__":
    unittest.main(verbosity=2)
