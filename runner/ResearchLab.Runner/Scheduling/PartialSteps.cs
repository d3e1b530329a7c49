using Microsoft.Extensions.Logging;
using ResearchLab.Daily;

namespace ResearchLab.Runner.Scheduling;

/// <summary>Logs what a source did not give.</summary>
internal sealed class PartialSteps(ILogger logger, string symbol, DateOnly session) : IProgress<StepRun>
{
    public void Report(StepRun value)
    {
        foreach (string failure in value.Failures)
            Log.SourceFailed(logger, symbol, session, failure);
    }
}
