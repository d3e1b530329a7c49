namespace ResearchLab.Notebooks.Headless;

/// <summary>How a headless run ended.</summary>
public enum RunStatus : byte
{
    /// <summary>It is running, or its process ended without a word.</summary>
    Running,

    /// <summary>Every cell ran to its end.</summary>
    Done,

    /// <summary>A cell failed or did not compile.</summary>
    Failed,

    /// <summary>A cell, or the whole, took longer than it was given and was killed.</summary>
    TimedOut,

    /// <summary>The process ended within a cell.</summary>
    Died,

    /// <summary>Somebody stopped it.</summary>
    Stopped,
}
