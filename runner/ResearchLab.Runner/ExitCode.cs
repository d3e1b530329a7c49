namespace ResearchLab.Runner;

/// <summary>Exit codes, the same for every command.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadArguments = 2;
    public const int DataUnusable = 3;
    public const int NothingToDo = 4;
    public const int Interrupted = 130;
}
