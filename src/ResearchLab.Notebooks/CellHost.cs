using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Notebooks;

/// <summary>Who shows what cells display and answers what they ask; this one keeps nothing and has no answers.</summary>
public class CellHost
{
    /// <summary>Whether displayed values are to be formatted for this host.</summary>
    public virtual bool Shows => false;

    /// <summary>Shows a value.</summary>
    /// <param name="bundle">Its forms.</param>
    /// <param name="displayId">Id by which it can be changed later.</param>
    public virtual void Display(MimeBundle bundle, string displayId)
    {
    }

    /// <summary>Changes what was displayed under an id, wherever it stands.</summary>
    public virtual void Update(MimeBundle bundle, string displayId)
    {
    }

    /// <summary>Clears the cell's output.</summary>
    /// <param name="wait">Only when the next output comes.</param>
    public virtual void ClearOutput(bool wait)
    {
    }

    /// <summary>Asks the person a question and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    public virtual string Input(string prompt, bool password) =>
        throw new InvalidOperationException($"'{prompt}' asks for input, but nobody is there to answer in this run. Make it a parameter instead.");

    /// <summary>Text of plotly.js for a figure that is shown now; null when the page has it already.</summary>
    public virtual string? PlotlyScript() => null;
}
