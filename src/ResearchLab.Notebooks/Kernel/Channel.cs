namespace ResearchLab.Notebooks.Kernel;

/// <summary>Which socket a message travels on.</summary>
internal enum Channel
{
    Shell,
    Control,
    Stdin,
    Iopub,
    Heartbeat,
}
