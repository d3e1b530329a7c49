namespace ResearchLab.MlNet;

/// <summary>A session and its features.</summary>
internal sealed class MlNetSession : MlNetFeatures
{
    /// <summary>Session, at midnight.</summary>
    public DateTime Session { get; set; }
}
