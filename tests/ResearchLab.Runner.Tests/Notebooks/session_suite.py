"""What a person does with a kernel, over the wire: interrupts, questions, errors, lots of output, a queue behind a failure."""
import time
import unittest
from queue import Empty

from jupyter_client.manager import start_new_kernel

LIMIT = 900


class Session(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.km, cls.kc = start_new_kernel(kernel_name=".net-csharp")

    @classmethod
    def tearDownClass(cls):
        cls.kc.stop_channels()
        cls.km.shutdown_kernel()

    def outputs(self, msg_id):
        """All iopub messages of a request, until idle."""
        messages = []
        while True:
            message = self.kc.get_iopub_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            messages.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages

    def reply(self, msg_id):
        while True:
            message = self.kc.get_shell_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == msg_id:
                return message

    def run_cell(self, code, **options):
        msg_id = self.kc.execute(code, **options)
        messages = self.outputs(msg_id)
        return self.reply(msg_id), messages

    def result(self, code):
        reply, messages = self.run_cell(code)
        self.assertEqual("ok", reply["content"]["status"], reply["content"])
        return [m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] == "execute_result"][0]

    def interrupt(self, code):
        self.run_cell("var kept = 41;")
        begun = 'Console.WriteLine("begun");'
        msg_id = self.kc.execute(code if begun in code else begun + "\n" + code)
        while True:
            message = self.kc.get_iopub_msg(timeout=LIMIT)
            if message["msg_type"] == "stream" and "begun" in message["content"]["text"]:
                break
        self.km.interrupt_kernel()
        messages = self.outputs(msg_id)
        reply = self.reply(msg_id)
        self.assertEqual("error", reply["content"]["status"], reply["content"])
        self.assertEqual("Interrupted", reply["content"]["ename"], reply["content"])
        self.assertEqual(1, len([m for m in messages if m["msg_type"] == "error"]))
        self.assertEqual("42", self.result("kept + 1"))

    def test_interrupt_loop(self):
        self.interrupt("long n = 0; while (true) n++;")
        self.assertGreaterEqual(int(self.result("n")), 0)  # even a variable of the stopped cell is there

    def test_interrupt_sleep(self):
        self.interrupt("Thread.Sleep(60_000);")

    def test_interrupt_await(self):
        self.interrupt("await Task.Delay(60_000);")

    def test_interrupt_wait(self):
        self.interrupt("Task.Delay(60_000).Wait();")

    def test_interrupt_after_await(self):
        self.interrupt("await Task.Delay(1); while (true) {}")

    def test_interrupt_catch_all(self):
        self.interrupt("while (true) { try { Thread.Sleep(10); } catch (Exception) { } }")

    def test_interrupt_printing(self):
        self.interrupt('while (true) { Console.WriteLine("x"); Thread.Sleep(1); }')

    def test_interrupt_endless_sequence(self):
        self.interrupt("IEnumerable<int> Endless() { while (true) { Thread.Sleep(1); if (false) yield return 1; } }\nEndless()")

    def test_interrupt_query(self):
        self.interrupt("""
            var connection = new DuckDB.NET.Data.DuckDBConnection("Data Source=:memory:");
            connection.Open();
            var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM range(3000000000) a, range(3000000000) b WHERE (a.range * b.range) % 7 = 3";
            Console.WriteLine("begun");
            command.ExecuteScalar();""")

    def test_interrupt_training(self):
        self.interrupt("""
            using ResearchLab.LightGbm;
            var rows = 60_000;
            var random = new Pcg32(1, 1);
            var columns = Enumerable.Range(0, 30).Select(_ => { var c = new double[rows]; for (int i = 0; i < rows; i++) c[i] = random.NextDouble(); return c; }).ToArray();
            var labels = new float[rows];
            for (int i = 0; i < rows; i++) labels[i] = columns[0][i] + columns[1][i] > 1 ? 1 : 0;
            var parameters = new LightGbmParameters { Objective = Objective.Binary, Rounds = 100_000 };
            var data = LightGbmDataset.FromColumns(columns, labels, default, parameters);
            Console.WriteLine("begun");
            var booster = Booster.Train(data, parameters);""")

    def test_deep_recursion_is_an_error(self):
        self.run_cell("var before = 7;")
        reply, messages = self.run_cell("int Down(int n) => Down(n + 1) + 1;\nDown(0)")
        self.assertEqual("error", reply["content"]["status"])
        self.assertIn("Down", reply["content"]["evalue"])
        self.assertEqual("7", self.result("before"))

    def test_hundred_thousand_lines(self):
        msg_id = self.kc.execute('for (int i = 0; i < 100_000; i++) Console.WriteLine($"line {i}");')
        start = time.monotonic()
        text = "".join(m["content"]["text"] for m in self.outputs(msg_id) if m["msg_type"] == "stream")
        elapsed = time.monotonic() - start
        self.assertEqual([f"line {i}" for i in range(100_000)], text.splitlines())
        print(f"100,000 lines: {elapsed:.2f} s", flush=True)
        self.reply(msg_id)

    def test_too_much_output_is_cut(self):
        msg_id = self.kc.execute('var big = new string(\'x\', 1_000_000); for (int i = 0; i < 50; i++) Console.Write(big); "done"')
        messages = self.outputs(msg_id)
        text = "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")
        self.assertIn("cut off", text[-300:])
        self.assertLess(len(text), 21_000_000)
        self.assertEqual(["execute_result"], [m["msg_type"] for m in messages if m["msg_type"] == "execute_result"])
        self.reply(msg_id)

    def test_input(self):
        msg_id = self.kc.execute('Input("name? ") + "/" + Password("secret? ")', allow_stdin=True)
        first = self.kc.get_stdin_msg(timeout=LIMIT)
        self.assertEqual(("name? ", False), (first["content"]["prompt"], first["content"]["password"]))
        self.kc.input("Ada")
        second = self.kc.get_stdin_msg(timeout=LIMIT)
        self.assertEqual(("secret? ", True), (second["content"]["prompt"], second["content"]["password"]))
        self.kc.input("hush")
        messages = self.outputs(msg_id)
        self.assertEqual(["Ada/hush"], [m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] == "execute_result"])
        self.reply(msg_id)

    def test_input_without_stdin_is_an_error(self):
        reply, _ = self.run_cell('Input("name? ")', allow_stdin=False)
        self.assertEqual("System.InvalidOperationException", reply["content"]["ename"])

    def test_input_can_be_interrupted(self):
        msg_id = self.kc.execute('Input("name? ")', allow_stdin=True)
        self.kc.get_stdin_msg(timeout=LIMIT)
        self.km.interrupt_kernel()
        self.outputs(msg_id)
        self.assertEqual("Interrupted", self.reply(msg_id)["content"]["ename"])

    def test_compile_error_has_line_and_caret(self):
        reply, messages = self.run_cell("var a = 1;\nvar b = a + missing;")
        errors = [m for m in messages if m["msg_type"] == "error"]
        self.assertEqual(1, len(errors))
        self.assertEqual("CS0103", errors[0]["content"]["ename"])
        self.assertIn("line 2", "\n".join(errors[0]["content"]["traceback"]))
        self.assertEqual("              ^^^^^^^", errors[0]["content"]["traceback"][-1])
        self.assertEqual([], [m for m in messages if m["msg_type"] == "stream"])

    def test_failure_aborts_the_queue(self):
        failing = self.kc.execute('Thread.Sleep(300); throw new Exception("stop");')
        queued = self.kc.execute("1 + 1")
        self.assertEqual("error", self.reply(failing)["content"]["status"])
        self.assertEqual("aborted", self.reply(queued)["content"]["status"])

    def test_counter_and_silence(self):
        reply, _ = self.run_cell("1")
        count = reply["content"]["execution_count"]
        reply, messages = self.run_cell("2", silent=True)
        self.assertEqual(count, reply["content"]["execution_count"])
        self.assertEqual(["status", "status"], [m["msg_type"] for m in messages])
        reply, messages = self.run_cell("3", store_history=False)
        self.assertEqual(count, reply["content"]["execution_count"])
        self.assertEqual(count + 1, self.run_cell("4")[0]["content"]["execution_count"])

    def test_user_expressions(self):
        reply, _ = self.run_cell("var u = 20;", user_expressions={"good": "u + 1", "bad": "nothing"})
        values = reply["content"]["user_expressions"]
        self.assertEqual("21", values["good"]["data"]["text/plain"])
        self.assertEqual("error", values["bad"]["status"])

    def test_display_update(self):
        _, messages = self.run_cell('var handle = display("one"); handle.Update("two");')
        shown = [m for m in messages if m["msg_type"] in ("display_data", "update_display_data")]
        self.assertEqual(["display_data", "update_display_data"], [m["msg_type"] for m in shown])
        self.assertEqual(1, len({m["content"]["transient"]["display_id"] for m in shown}))

    def test_comms_are_refused(self):
        msg = self.kc.session.msg("comm_open", {"comm_id": "c1", "target_name": "widgets", "data": {}})
        self.kc.shell_channel.send(msg)
        messages = self.outputs(msg["header"]["msg_id"])
        self.assertIn("comm_close", [m["msg_type"] for m in messages])

    def test_order_of_streams_is_kept(self):
        _, messages = self.run_cell('Console.Write("a"); Console.Error.Write("b"); display("c"); Console.Write("d");')
        kinds = [m["content"].get("text") or m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] in ("stream", "display_data")]
        self.assertEqual(["a", "b", "c", "d"], kinds)

    def test_huge_frame_is_limited(self):
        _, messages = self.run_cell('new Frame(new Column<double>("x", new double[5_000_000]))')
        data = [m for m in messages if m["msg_type"] == "execute_result"][0]["content"]["data"]
        self.assertIn("5,000,000 rows", data["text/html"])
        self.assertLess(len(data["text/html"]), 50_000)


if __name__ == "__main__":
    unittest.main(verbosity=2)
