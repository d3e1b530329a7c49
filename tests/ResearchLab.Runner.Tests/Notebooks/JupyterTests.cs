namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>The kernel under Jupyter's own clients, as processes.</summary>
public sealed class JupyterTests(JupyterFixture jupyter) : IClassFixture<JupyterFixture>
{
    [Fact]
    public void KernelTestSuite_EveryCapability_Passes()
    {
        JupyterFixture.Require("jupyter_kernel_test");
        LabResult result = jupyter.RunScript("kernel_suite.py");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("Ran 12 tests", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("skipped", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Session_InterruptsInputErrorsAndOutputs_BehaveOnTheWire()
    {
        JupyterFixture.Require("jupyter_client");
        LabResult result = jupyter.RunScript("session_suite.py");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.DoesNotContain("skipped", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Console_InATerminal_AsksForInputAndIsInterrupted()
    {
        JupyterFixture.Require("jupyter_console");
        JupyterFixture.Require("pexpect");
        LabResult result = jupyter.RunScript("console_suite.py");
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Contains("all of it", result.Output, StringComparison.Ordinal);
    }
}
