namespace ResearchLab.Notebooks.Kernel;

/// <summary>What a kernel is started with.</summary>
public sealed record KernelOptions
{
    /// <summary>Clock of message dates and timings.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Text of plotly.js, read when the first figure is shown; null or empty when it is not installed.</summary>
    public Func<string?> PlotlyScript { get; init; } = () => null;

    /// <summary>A libzmq to use instead of the system's.</summary>
    public string? ZmqPath { get; init; }

    /// <summary>Takes a line for the log of the Jupyter server, such as why a message was dropped; called from any thread.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>A file that tells the next process of the same connection file that this one died; null for none.</summary>
    public string? TracePath { get; init; }
}
