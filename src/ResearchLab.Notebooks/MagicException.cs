namespace ResearchLab.Notebooks;

/// <summary>A magic command cannot be done; the message says why and what to do.</summary>
internal sealed class MagicException(string message) : Exception(message);
