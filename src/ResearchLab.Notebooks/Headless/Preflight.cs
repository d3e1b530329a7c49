using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResearchLab.Notebooks.Compilation;
using ResearchLab.Notebooks.Execution;
using ResearchLab.Notebooks.Magics;

namespace ResearchLab.Notebooks.Headless;

/// <summary>Compiles the cells of a notebook in order, each seeing the earlier ones, without running any.</summary>
/// <remarks>
/// A cell that loads code (<c>#r</c>, <c>#load</c>, <c>#!import</c>) ends the check, since what follows may need what only running it brings.
/// </remarks>
public static class Preflight
{
    /// <summary>The first error and the position of its cell in the notebook; null when all compile.</summary>
    /// <param name="notebook">What to check.</param>
    /// <param name="time">Clock of the session that compiles.</param>
    public static (int Cell, CellError Error)? FirstError(NotebookFile notebook, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        using var session = new NotebookSession(time);
        SubmissionChain chain = session.Chain;
        var errors = new CellErrors();
        int number = 0;
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            if (notebook.Cells[i].Kind != CellKind.Code)
                continue;
            string source = notebook.CodeOf(i);
            int index = errors.Add(source, ++number);
            if (notebook.Cells[i].HasTag(CellTags.SkipExecution))
                continue;
            foreach (CellPart part in CellPart.Split(source))
            {
                if (part.IsForeign)
                    return notebook.Cells[i].HasTag(CellTags.RaisesException)
                        ? null
                        : (i, errors.At(index, 0, "MagicError", MagicHelp.Unknown(part.Command).Message));
                if (part.Command is "r" or "load" or "import" && !CellPart.IsHelp(part.Arguments))
                    return null;
                if (Code(part) is { } code && Check(chain, errors, index, code) is { } error)
                {
                    // One that is meant to fail may do so here; what it would have declared is not known then.
                    return notebook.Cells[i].HasTag(CellTags.RaisesException) ? null : (i, error);
                }
            }
        }

        return null;
    }

    private static CellError? Check(SubmissionChain chain, CellErrors errors, int index, string code)
    {
        (string? library, string script) = LibraryParts.Split(code);
        if (library is not null)
        {
            ImmutableArray<Diagnostic> found = chain.AddLibrary(library, CellErrors.FileName(index), NotebookSession.Imports, CancellationToken.None);
            if (found.Length > 0)
                return errors.Compile(index, found);
            if (string.IsNullOrWhiteSpace(script))
                return null;
        }

        Submission submission = chain.Prepare(SubmissionChain.Parse(script, CellErrors.FileName(index)), CancellationToken.None);
        if (submission.Start is null)
            return errors.Compile(index, submission.Errors);
        chain.Follow(submission);
        return null;
    }

    /// <summary>The C# of a part, or the variable a command will declare; null when it declares none.</summary>
    private static string? Code(CellPart part)
    {
        if (CellPart.IsHelp(part.Arguments))
            return null;
        IReadOnlyList<string> words = part.Words();
        int named = words.ToList().IndexOf("--as");
        string? name = named >= 0 && named + 1 < words.Count ? words[named + 1] : null;
        return part.Command switch
        {
            CellPart.CSharp => part.Text,
            "sql" when name is not null => $"Frame {name} = null!;",
            "share" when words.Count > 0 => $"var {name ?? words[0]} = {words[0]};",
            _ => null,
        };
    }
}
