using BenchmarkDotNet.Running;
using ResearchLab.Bench;

if (args is ["--quick"])
    IndicatorBench.Quick();
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
