using ResearchLab.Basics;
using ResearchLab.Journal;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Notebooks;
using ResearchLab.Time;

namespace ResearchLab.Runner.Tests;

/// <summary>What kind of failure ends with which code, and that a defect never reads as what a person typed.</summary>
public class ErrorTextTests
{
    public static TheoryData<Exception, int> Kinds => new()
    {
        { new UsageException("Unknown structure 'x'."), ExitCode.BadArguments },
        { new ConfigurationException("RISK_PER_TRADE is 'x'."), ExitCode.BadArguments },
        { new NotASessionException(new DateOnly(2024, 3, 29), "Good Friday"), ExitCode.BadArguments },
        { new NotebookFormatException("Not JSON at line 1."), ExitCode.BadArguments },
        { new DataUnusableException("The lake holds no bars."), ExitCode.DataUnusable },
        { new DataStaleException("The data are stale."), ExitCode.DataUnusable },
        { new CsvIngestException("The file is no table."), ExitCode.DataUnusable },
        { new BusyException("The journal stayed busy."), ExitCode.Failed },
        { new LakeException("The lake cannot be written."), ExitCode.Failed },
        { new JournalException("The journal cannot be used."), ExitCode.Failed },
        { new FileNotFoundException("A part of the lake is gone."), ExitCode.Failed },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ExitCodeOf_EachKind(Exception error, int code)
    {
        Assert.Equal(code, ErrorText.ExitCodeOf(error));
        Assert.Equal(code, ErrorText.ExitCodeOf(new AggregateException(error)));
        Assert.DoesNotContain("defect", ErrorText.OneLine(error), StringComparison.Ordinal);
    }

    public static TheoryData<Exception> Defects =>
    [
        Thrown(() => _ = new DateOnly(2024, 13, 1)), Thrown(() => _ = Path.GetFullPath("")), Thrown(() => _ = Path.Combine(null!)),
        new FormatException("Input string was not in a correct format."),
        new NullReferenceException(), new IndexOutOfRangeException(), new KeyNotFoundException("The key 'x' was not present."), new InvalidCastException(),
        new DivideByZeroException(), new InvalidOperationException("Sequence contains no elements"),
    ];

    private static Exception Thrown(Action work) => Record.Exception(work)!;

    [Theory]
    [MemberData(nameof(Defects))]
    public void Defect_SaysSo_AndIsNoBadArgument(Exception error)
    {
        Assert.Equal(ExitCode.Failed, ErrorText.ExitCodeOf(error));
        string line = ErrorText.OneLine(error);
        Assert.StartsWith("this is a defect of the lab", line, StringComparison.Ordinal);
        Assert.Contains("--verbose", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void Typed_WhatAPureFunctionRefuses_IsUsage()
    {
        UsageException refused = Assert.Throws<UsageException>(() => UsageException.Of(() => Refuse(2)));
        Assert.Equal("The level is 2; it must be in (0, 1).", refused.Message);

        static double Refuse(double level) => level < 1 ? level : throw new ArgumentException($"The level is {level}; it must be in (0, 1).", nameof(level));
    }
}
